/** SQLite and the system have their own words for a full disk. */
export function storageReason(error: unknown): 'disk_full' | 'storage_error' {
  for (let inner = error, depth = 0; inner instanceof Error && depth < 5; inner = inner.cause, depth += 1)
    if (/ENOSPC|SQLITE_FULL/.test(`${'code' in inner ? String(inner.code) : ''} ${inner.message}`)) return 'disk_full';
  return 'storage_error';
}
