/**
 * What bills are coded with, by number only. Sources: HCPCS Level II of CMS (2025) and the codes which CMS holds back as
 * substance use data (beneficiary-fhir-data, 2024); CPT and MS-DRG by the ranges that CMS's fee and payment rules name
 * (2025); place of service codes of CMS; revenue codes as CMS's Claims Processing Manual, chapter 25, lists them; NUCC
 * taxonomy 25.0.
 */
import type { CodeGroup } from './code-group.js';

export const BILLING_GROUPS: readonly CodeGroup[] = [
  {
    name: 'substance use services',
    labels: ['SUD'],
    system: 'hcpcs',
    codes: `H0001 H0003 H0005-H0016 H0020-H0022 H0026-H0029 H0033 H0034 H0047 H0048 H0050 H2034-H2036 S9475
      T1006-T1012 99408 99409 4320F 0078U 4306F G0396 G0397 G0137 G0532-G0536 G1028 G2011 G2067-G2080 G2086-G2088 G2172 G2215
      G2216 G9562 G9578 G9584 G9621 M1034 M1035 80305-80307 G0480-G0483 G0659`,
  },
  {
    name: 'medication for substance use',
    labels: ['SUD'],
    system: 'hcpcs',
    codes: 'J0570-J0577 J2315 Q9991 Q9992 J1230 S0109',
  },
  {
    name: 'mental health services',
    labels: ['PSY'],
    system: 'hcpcs',
    codes: `90785 90791 90792 90832-90840 90845-90849 90853 90863 90865 90867-90870 90875 90876 90880 90882 90885 90887
      90889 90899 96127 96130-96133 96136-96139 99484 99492-99494 G0323 G0410 G0411 G0502-G0504 G2214 H0002 H0004 H0017-H0019 H0023-H0025
      H0030-H0032 H0035-H0040 H0046 H2000 H2001 H2010-H2033 S9480 S9482-S9485 G0177 G0017 G0018 G0560`,
  },
  {
    name: 'HIV tests',
    labels: ['HIV'],
    system: 'hcpcs',
    codes: '86689 86701-86703 87389-87391 87534-87539 87806 G0432 G0433 G0435 G0475',
  },
  {
    name: 'HIV prevention and treatment',
    labels: ['HIV'],
    system: 'hcpcs',
    codes: 'G0011-G0013 J0739 J0741 J0750 J0751 J0799 J1746 J1961 S0140',
  },
  {
    name: 'tests for sexually transmitted infection',
    labels: ['SEX'],
    system: 'hcpcs',
    codes:
      '86592 86593 86631 86632 86780 87110 87270 87320 87485-87487 87490-87492 87590-87592 87660 87661 87800 87810 87850 G0445',
  },
  {
    name: 'contraception, fertility, sterilisation and termination',
    labels: ['SEX'],
    system: 'hcpcs',
    codes: `11976 11981-11983 55250 55400 55870 57170 58300 58301 58321-58323 58600-58615 58670 58671 58970-58976
      59100-59151 59812-59857 59866 81025 84702 84703 J7294-J7307 J1050 S0190 S0191 S0199 S2260-S2267 S4011-S4042 S4981 S4989 S4993
      A4261 A4264 A4266-A4269`,
  },
  { name: 'abuse', labels: ['SDV'], system: 'hcpcs', codes: '99170' },
  { name: 'stays for alcohol or drug use', labels: ['SUD'], system: 'drg', codes: '894 895 896 897' },
  { name: 'stays for mental disorders', labels: ['PSY'], system: 'drg', codes: '876 880 881 882 883 885 886 887' },
  { name: 'stays with HIV', labels: ['HIV'], system: 'drg', codes: '969 970 974 975 976 977' },
  { name: 'stays for loss or termination of pregnancy', labels: ['SEX'], system: 'drg', codes: '770 777 778 779' },
  {
    name: 'substance use services',
    labels: ['SUD'],
    system: 'revenue',
    codes: '116 126 136 146 156 906 944 945 953 1002',
  },
  {
    name: 'mental health services',
    labels: ['PSY'],
    system: 'revenue',
    codes:
      '114 124 134 144 154 204 513 900 901 902 903 904 905 907 909 910 911 912 913 914 915 916 917 918 919 961 1001',
  },
  { name: 'substance use treatment places', labels: ['SUD'], system: 'place', codes: '55 57 58' },
  { name: 'mental health places', labels: ['PSY'], system: 'place', codes: '51 52 53 56' },
  {
    name: 'substance use providers',
    labels: ['SUD'],
    system: 'taxonomy',
    codes:
      '101YA0400X 103TA0400X 163WA0400X 2083A0300X 2084A0401X 207LA0401X 207QA0401X 207RA0401X 261QM2800X 261QR0405X 276400000X 324500000X 3245S0500X',
  },
  {
    name: 'mental health providers',
    labels: ['PSY'],
    system: 'taxonomy',
    codes: `101YM0800X 101YP2500X 103T 1041C0700X 106H 163WP0808X 163WP0809X 2084P0800X 2084P0804X 2084P0805X 2084P0802X
      261QM0801X 261QM0850X 261QM0855X 273R00000X 283Q00000X 320800000X 323P00000X 363LP0808X 364SP0807X 364SP0808X 364SP0809X`,
  },
];
