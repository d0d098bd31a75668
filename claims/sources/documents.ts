/** The documents whose claims are registered, by section. */
const cite = (work: string) => (section: string) => (section === '' ? work : `${work}, section ${section}`)

export const birman = cite('Birman, "Technology Challenges for Virtual Overlay Networks"')
export const supernets = cite('Birman, "The League of SuperNets"')('')
export const blueprint = cite('Peterson et al., "A Blueprint for Introducing Disruptive Technology into the Internet"')
export const reborn = cite('"The Internet Reborn"')('')
export const peers = cite('"Pushing Peer-to-Peer"')('')
/** Not said by any of them: it turned up while a claim was made precise. */
export const derived = (claim: string) => `derived from ${claim}`
