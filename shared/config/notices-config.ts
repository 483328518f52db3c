/** When and how often people are told. */
export type NoticesConfig = {
  /** In them low notices wait; `null`: there are none. */
  readonly quietHours: QuietHours | null;
  /** When the daily summary is sent; `null`: it is not. */
  readonly digest: DigestConfig | null;
  /** How long a cap or a hold lasts before it is told again. */
  readonly remindSeconds: number;
};

/** Local times, so daylight saving time moves them. They end on the next day where they don't end after they begin. */
export type QuietHours = {
  /** 0..1439, inclusive. */
  readonly fromMinute: number;
  /** 0..1439, exclusive; not `fromMinute`. */
  readonly toMinute: number;
  /** IANA name. */
  readonly timeZone: string;
  /** On which they begin, 0..6 from Sunday, sorted. */
  readonly weekdays: readonly number[];
};

export type DigestConfig = {
  /** 0..1439, local. */
  readonly atMinute: number;
  /** IANA name. */
  readonly timeZone: string;
};
