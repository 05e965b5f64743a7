// flags: --expose-gc
// A loop of awaited rejections leaves memory flat.
const heap = () => { global.gc(); return process.memoryUsage().heapUsed }
async function fail (n) { await null; throw new Error(`n${n}`) }
;(async () => {
  for (let i = 0; i < 2000; i++) await fail(i).catch(() => {})
  const before = heap()
  for (let i = 0; i < 20000; i++) await fail(i).catch(() => {})
  const grown = heap() - before
  console.log(grown < 3_000_000 ? 'flat' : `grown by ${grown}`)
})()
