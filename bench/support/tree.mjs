/** Processes and what they need. */
import { readdirSync, readFileSync } from 'node:fs';

/** Of a process that ended meanwhile there is nothing to read. */
function contents(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** A process and all that it and its children started. */
export function treeOf(root) {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = new Map(
    pids.map((pid) => [Number(pid), Number(/^PPid:\s*(\d+)/m.exec(contents(`/proc/${pid}/status`))?.[1] ?? 0)]),
  );
  const tree = [root];
  for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  return tree;
}

/** Proportional set size in MB: what several processes share is divided among them. */
export const pssMb = (pids) =>
  pids.reduce((sum, pid) => sum + Number(/^Pss:\s+(\d+)/m.exec(contents(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0), 0) /
  1024;
