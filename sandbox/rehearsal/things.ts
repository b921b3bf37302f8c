import { addressesIn } from "./state";
import { type RehearsalWorkspace } from "./workspace";

/** Everything that a workspace has: the cloud's objects, and what each state knows of. */
export function thingsIn(workspace: RehearsalWorkspace): readonly string[] {
  return [
    ...workspace.objects(),
    ...workspace.stacks.flatMap(({ name }) => addressesIn(workspace.folderOf(name)).map((one) => `${name}: ${one}`)),
  ];
}

/** What the first list has and the second has not; several copies of one thing count as several. */
export function without(list: readonly string[], others: readonly string[]): readonly string[] {
  const rest = [...others];
  return list.filter((item) => {
    const index = rest.indexOf(item);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
}
