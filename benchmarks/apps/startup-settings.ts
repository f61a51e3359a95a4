export interface StartupSettings {
  readonly withLibrary: boolean;
}

/** Milliseconds. */
export interface StartupTimes {
  /** Nest itself, which every application loads. */
  readonly importNest: number;
  /** This package on top of it. */
  readonly importLibrary: number;
  /** The same in CPU time, which other processes hardly change. */
  readonly importLibraryCpu: number;
  /** `NestFactory.create` and `init`. */
  readonly start: number;
  readonly residentMegabytes: number;
}
