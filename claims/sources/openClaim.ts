/** A claim that has no verdict yet. @param missing what it would take to have one */
export const openClaim = (says: string, source: string, missing: string) => ({ says, source, missing })
