export interface DeviceKind {
  readonly snomed: string;
  readonly display: string;
  readonly maker: string;
}

export const DEVICES = {
  pacemaker: { snomed: '14106009', display: 'Cardiac pacemaker', maker: 'Quietpulse Devices' },
  insulinPump: { snomed: '69805005', display: 'Insulin pump', maker: 'Steadyflow Instruments' },
  glucoseMonitor: { snomed: '337414009', display: 'Blood glucose meter', maker: 'Steadyflow Instruments' },
  cpap: { snomed: '702172008', display: 'Home CPAP unit', maker: 'Nightbreath Works' },
  kneeProsthesis: { snomed: '303499003', display: 'Knee joint prosthesis', maker: 'Hearth & Hinge Orthopedics' },
  hipProsthesis: { snomed: '304120007', display: 'Hip joint prosthesis', maker: 'Hearth & Hinge Orthopedics' },
  coronaryStent: { snomed: '705643001', display: 'Coronary artery stent', maker: 'Quietpulse Devices' },
  hearingAid: { snomed: '6012004', display: 'Hearing aid', maker: 'Claribell Audio' },
} as const satisfies Record<string, DeviceKind>;

export type DeviceName = keyof typeof DEVICES;
