/**
 * Codes over routes: the least number of packets that can be sent for so many of data, evenly over the routes, so that those of all
 * routes but one are enough. Found by trying, from as many as there are data.
 */
export function overheadOverRoutes(routes: number): number {
  const data = routes * (routes - 1)
  let sent = data
  while (sent - Math.ceil(sent / routes) < data) sent++
  return sent / data
}
