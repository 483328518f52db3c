/** One task, or one address of which no task is known, as an entry's sets are made of them. */
export type Member = {
  readonly taskId: string | null;
  readonly ipv4: string | null;
  readonly ipv6: string | null;
  readonly port: number | null;
  /** Of SRV: the host name that stands for it. */
  readonly host: string | null;
  /** It was published before: it keeps its place where there is not room for all. */
  readonly isPublished: boolean;
};

export const addressOf = ({ ipv4, ipv6 }: Pick<Member, "ipv4" | "ipv6">, type: string): string | null =>
  type === "AAAA" ? ipv6 : ipv4;
