export interface Violation {
  rule: string;
  from: string;
  to: string;
}
export function cruise(root: string, folders: string[]): { modules: number; violations: Violation[] };
