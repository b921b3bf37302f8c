import { faultsSection, mutantsSection, upgradeSection } from "./campaign-sections";
import { html } from "./markup";
import { overview } from "./overview";
import { page } from "./page";
import { findingsSection, lawsSection, phasesSection } from "./rehearsal-sections";
import { type RehearsalReport } from "./report";
import { stackSection } from "./stack-section";

/** The report as one HTML file that needs nothing else: no network, no other file, no script to be read. */
export function reportHtml(report: RehearsalReport): string {
  const { title, stacks, phases, laws, findings, faults, mutants, upgrade } = report;
  const sections = [
    { id: "findings", title: "Findings", content: findingsSection(findings) },
    { id: "commands", title: "Commands", content: phasesSection(phases) },
    ...stacks.map((stack, index) => ({
      id: `stack-${index}`,
      title: `Stack ${stack.name}`,
      content: stackSection(stack, index),
    })),
    { id: "laws", title: "Laws", content: lawsSection(laws) },
    ...(faults === undefined ? [] : [{ id: "faults", title: "Faults", content: faultsSection(faults) }]),
    ...(mutants === undefined ? [] : [{ id: "orders", title: "Orders taken out", content: mutantsSection(mutants) }]),
    ...(upgrade === undefined ? [] : [{ id: "upgrade", title: "Upgrade", content: upgradeSection(upgrade) }]),
  ];
  return page(`Rehearsal of ${title}`, overview(report), sections, html`${sections.map(({ content }) => content)}`);
}
