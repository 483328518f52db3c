import { DescribeBudgetsCommand, type Spend } from "@aws-sdk/client-budgets";
import type { AuditReading, Budget } from "../../checklist/account-reading.ts";
import { allPages, ask } from "./ask.ts";
import type { AuditClients } from "./audit-clients.ts";

const MaxResults = 100;

/** @param accountId which DescribeBudgets must be told */
export const readBudgets = ({ budgets }: Pick<AuditClients, "budgets">, accountId: AuditReading<string>) =>
  accountId.kind === "unknown"
    ? Promise.resolve(accountId)
    : ask("DescribeBudgets", "", async (): Promise<readonly Budget[]> => {
        const found = await allPages(async (NextToken) => {
          const input = { AccountId: accountId.value, MaxResults, NextToken };
          const page = await budgets.send(new DescribeBudgetsCommand(input));
          return { items: page.Budgets, next: page.NextToken };
        });
        return found.map(({ BudgetName, BudgetType, BudgetLimit, CalculatedSpend }) => ({
          name: BudgetName ?? "",
          type: BudgetType ?? "",
          limit: amountOf(BudgetLimit),
          actual: amountOf(CalculatedSpend?.ActualSpend),
          unit: BudgetLimit?.Unit ?? "USD",
        }));
      });

/** Amounts are decimal text. */
const amountOf = (spend: Spend | undefined): number | null => {
  const amount = Number(spend?.Amount ?? Number.NaN);
  return Number.isFinite(amount) ? amount : null;
};
