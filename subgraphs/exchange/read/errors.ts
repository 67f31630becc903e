/**
 * The catalogue of what may be wrong with a file, a line or an entry. Codes are stable; a message says what was found
 * and what is wanted, never content: what stands in a file may be health data.
 */
export const READ_ERRORS = {
  PATH_NOT_FOUND: 'there is no such file or folder',
  UNREADABLE: 'the file cannot be read',
  EMPTY_FOLDER: 'the folder holds no FHIR resource',
  EMPTY_FILE: 'the file is empty',
  BROKEN_GZIP: 'the gzip data are broken or cut off; what could be unpacked before was read',
  NOT_UTF8: 'the text is not UTF-8',
  NOT_FHIR_FILE: 'the file holds no FHIR resources',
  TRUNCATED_JSON: 'the JSON ends too early',
  INVALID_JSON: 'this is not JSON; reading of the file stopped here',
  ENTRY_NOT_JSON: 'this is not JSON',
  LINE_NOT_JSON: 'the line is not JSON',
  NOT_FHIR_JSON: 'this JSON is no FHIR resource',
  WRONG_RESOURCE_TYPE: 'resourceType is no resource type of FHIR R4',
  WRONG_FHIR_VERSION: 'this is another version of FHIR; R4 (4.0.1) is wanted',
  MISSING_ID: 'the resource has no id',
  INVALID_ID: 'the id is not as FHIR wants it: 1 to 64 letters, digits, "-" and "."',
  WRONG_SHAPE: 'an element has another shape than in FHIR R4',
  UNSAFE_NAME: 'an object has a member whose name cannot be stored',
  TOO_LARGE: 'the resource is over 16 MB',
  TOO_DEEP: 'the resource is nested over 128 levels deep',
  HISTORY_TOO_LARGE: 'a history bundle over 8 MB cannot be put in order; split it',
} as const;

export type ReadErrorCode = keyof typeof READ_ERRORS;

/** Something that was not taken, and where it stands. Never any content. */
export interface Rejection {
  readonly file: string;
  /** 'entry 12', 'line 40', 'byte 1234, line 7', or '' for the file as a whole. */
  readonly where: string;
  /** The element, as in FHIRPath: 'Observation.subject'. */
  readonly path?: string;
  readonly code: ReadErrorCode;
  readonly message: string;
  /** The resource type, when it is one of FHIR's. */
  readonly type?: string;
}

export interface RejectionPlace {
  readonly file: string;
  readonly where: string;
  readonly path?: string | undefined;
  readonly type?: string | undefined;
}

/** A rejection with the catalogue's message, and a detail (never content) after it. */
export function rejection(code: ReadErrorCode, place: RejectionPlace, detail?: string): Rejection {
  const { file, where, path, type } = place;
  const message = detail === undefined ? READ_ERRORS[code] : `${READ_ERRORS[code]} (${detail})`;
  return {
    file,
    where,
    code,
    message,
    ...(path === undefined ? {} : { path }),
    ...(type === undefined ? {} : { type }),
  };
}
