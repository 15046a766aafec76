/** Neighbouring columns that name the same group, in their order; those without a group are neighbours too. */
export function columnGroups<Column extends { readonly group?: string | undefined }>(
  columns: readonly Column[],
): Column[][] {
  const groups: Column[][] = [];
  for (const column of columns) {
    const last = groups.at(-1);
    if (last !== undefined && last[0]!.group === column.group) last.push(column);
    else groups.push([column]);
  }
  return groups;
}
