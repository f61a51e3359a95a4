/** Failures that no library reports. */
type OwnFailure =
  /** A call had no answer in its time: its process was killed. */
  | 'NO_ANSWER'
  /** The process of the library has ended under a call. */
  | 'PROCESS_ENDED'
  /** The token says that it has counted a wrong PIN, or that one more locks it: none was tried. */
  | 'PIN_COUNT_LOW'
  | 'PIN_FINAL_TRY'
  /** `pin` failed, was late, or gave what is no PIN. */
  | 'PIN_NOT_GIVEN';

/** A call that failed, by the standard's name of why, such as `CKR_PIN_INCORRECT`, or by ours. */
export class CryptokiError extends Error {
  override readonly name = 'CryptokiError';

  constructor(
    readonly code: OwnFailure | `CKR_${string}`,
    /** What there is to say besides. Nothing secret. */
    readonly detail = '',
  ) {
    super(code);
  }

  /** What is known of the PIN says nothing of the library. */
  get isAboutPin(): boolean {
    return /^(CKR_)?PIN_/.test(this.code);
  }
}
