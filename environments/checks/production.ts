import { isSharedCore } from "../../constructs/cloud-sql/tier";
import { type Check } from "./check";

/** What production may not do without. Each rule can be broken in other stages. */
export const production: Check = {
  reads: ["stage", "zones", "allowDestroys", "database", "monitoring"],
  find: ({ stage, zones, allowDestroys, database, monitoring }) =>
    stage === "production"
      ? [
          database.availability !== "REGIONAL" && {
            setting: "database.availability",
            value: database.availability,
            must: "be REGIONAL in production",
            fix: "set it to REGIONAL",
            source: "https://cloud.google.com/sql/docs/postgres/high-availability",
          },
          isSharedCore(database.tier) && {
            setting: "database.tier",
            value: database.tier,
            must: "be no shared core in production, which no service level agreement covers",
            fix: "choose for example db-custom-2-7680",
            source: "https://cloud.google.com/sql/sla",
          },
          allowDestroys && {
            setting: "allowDestroys",
            value: true,
            must: "be false in production",
            fix: "set it to false; to take production down, change its stage in a commit of its own first",
          },
          !allowDestroys &&
            !database.deletionProtection && {
              setting: "database.deletionProtection",
              value: false,
              must: "be true in production",
              fix: "leave it out: it follows from 'allowDestroys'",
            },
          zones !== undefined &&
            zones.length < 2 && {
              setting: "zones",
              value: zones,
              must: "name at least two zones in production",
              fix: "add one, or leave 'zones' out",
            },
          monitoring.emails.length === 0 &&
            monitoring.pagerChannelId === undefined && {
              setting: "monitoring.emails",
              value: monitoring.emails,
              must: "name somebody who is told in production",
              fix: "add an address, or set 'monitoring.pagerChannelId'",
            },
          monitoring.budget === undefined && {
            setting: "monitoring.budget",
            must: "be set in production",
            fix: 'add for example { "amount": 2000, "currency": "EUR" }',
          },
        ]
      : [],
};
