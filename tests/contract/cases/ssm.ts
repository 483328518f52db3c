import { ListCommandInvocationsCommand, ListCommandsCommand, SendCommandCommand } from "@aws-sdk/client-ssm";
import { type ContractBed, refusalOf } from "../contract-bed.ts";
import { casesOf } from "../contract-case.ts";

const api = "https://docs.aws.amazon.com/systems-manager/latest/APIReference";

/** To instances by a tag that none has. */
const send = ({ clients }: ContractBed, DocumentName: string, Comment = "contract") =>
  clients.ssm.send(
    new SendCommandCommand({
      DocumentName,
      Targets: [{ Key: "tag:contract", Values: ["none"] }],
      Comment,
      TimeoutSeconds: 60,
      MaxConcurrency: "50%",
      MaxErrors: "100%",
    }),
  );

export const ssmCases = casesOf("ssm", [
  {
    name: "A document that is not there is told by name",
    cites: `${api}/API_SendCommand.html`,
    errors: ["InvalidDocument"],
    run: async (bed) => refusalOf(send(bed, `${await bed.newDocument()}-missing`)),
    expected: "InvalidDocument",
  },
  {
    name: "A command by a tag that no instance has is taken, and reaches none",
    cites: `${api}/API_SendCommand.html`,
    run: async (bed) => {
      const { Command } = await send(bed, await bed.newDocument());
      const list = new ListCommandInvocationsCommand({ CommandId: Command?.CommandId, Details: true });
      const { CommandInvocations = [] } = await bed.clients.ssm.send(list);
      return { isTaken: Command?.CommandId !== undefined, reached: CommandInvocations.length };
    },
    expected: { isTaken: true, reached: 0 },
  },
  {
    name: "Commands of a document come page after page, each once, with their comments",
    cites: `${api}/API_ListCommands.html`,
    run: async (bed) => {
      const document = await bed.newDocument();
      for (const comment of ["a", "b", "c"]) await send(bed, document, comment);
      const pages: number[] = [];
      const found: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await bed.clients.ssm.send(
          new ListCommandsCommand({
            Filters: [{ key: "DocumentName", value: document }],
            MaxResults: 2,
            NextToken,
          }),
        );
        pages.push(page.Commands?.length ?? 0);
        for (const { Comment = "" } of page.Commands ?? []) found.push(Comment);
        NextToken = page.NextToken;
      } while (NextToken !== undefined && NextToken !== "" && pages.length < 10);
      return { isAtMostTwo: pages.every((size) => size <= 2), found: found.sort() };
    },
    expected: { isAtMostTwo: true, found: ["a", "b", "c"] },
  },
]);
