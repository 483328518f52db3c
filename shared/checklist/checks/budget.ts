import { accountLabel } from "../account-parts.ts";
import type { Budget } from "../account-reading.ts";
import type { AuditInput } from "../audit-input.ts";
import { costsNothing, passed, unread, type Verdict } from "../check.ts";
import { awsCommand, type CommandValue } from "../shell-command.ts";

const free = costsNothing("budgets that only tell are free");

export const checkBudget = ({ reading }: AuditInput): readonly Verdict[] => {
  const { budgets, accountId } = reading;
  const subject = accountLabel(reading);
  if (budgets.kind === "unknown") return [unread(subject, budgets)];
  const costBudgets = budgets.value.filter(({ type }) => type === "COST");
  const id: CommandValue = accountId.kind === "known" ? accountId.value : { variable: "ACCOUNT_ID" };
  if (costBudgets.length > 0) return costBudgets.map((budget) => judge(budget, id));
  return [
    {
      status: "finding",
      subject,
      what: `There is no cost budget in ${subject}.`,
      fix: [`${createBudget(id)} --budget="$(${budgetJson})" --notifications-with-subscribers="$(${subscriberJson})"`],
      cost: free,
      numbers: { budgets: budgets.value.length },
    },
  ];
};

const judge = ({ name, limit, actual, unit }: Budget, accountId: CommandValue): Verdict => {
  if (limit === null || actual === null || actual <= limit) return passed(name);
  return {
    status: "finding",
    subject: name,
    what: `The budget ${name} is spent: ${actual.toFixed(2)} of ${limit.toFixed(2)} ${unit}.`,
    fix: [awsCommand("budgets describe-budget-performance-history", { "account-id": accountId, "budget-name": name })],
    cost: costsNothing("looking costs nothing; what is spent is"),
    numbers: { limit, actual },
  };
};

const createBudget = (id: CommandValue): string => awsCommand("budgets create-budget", { "account-id": id });

/** The figure and the address are the user's to say, and a shell puts them into the JSON. */
const budgetJson = `printf '{"BudgetName":"monthly","BudgetType":"COST","TimeUnit":"MONTHLY","BudgetLimit":{"Amount":"%s","Unit":"USD"}}' "$MONTHLY_DOLLARS"`;
const subscriberJson = `printf '[{"Notification":{"NotificationType":"FORECASTED","ComparisonOperator":"GREATER_THAN","Threshold":100},"Subscribers":[{"SubscriptionType":"EMAIL","Address":"%s"}]}]' "$EMAIL"`;
