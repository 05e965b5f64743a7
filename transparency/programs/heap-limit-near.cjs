// flags: --max-old-space-size=60
// v8.setHeapSnapshotNearHeapLimit's neighbours: statistics and snapshots stay usable.
const v8 = require('node:v8')
const { heap_size_limit: limit } = v8.getHeapStatistics()
console.log(Math.round(limit / 2 ** 20) >= 60)
try { v8.setFlagsFromString('--stack-size=900') } catch (error) { console.log(error.code) }
const stream = v8.getHeapSnapshot()
let bytes = 0
stream.on('data', data => { bytes += data.length }).on('end', () => console.log(bytes > 1000))
console.log(v8.deserialize(v8.serialize(new Map([[1, new Error('x')]]))).get(1).message)
try { v8.serialize(() => {}) } catch (error) { console.log(error.name, error.message) }
try { structuredClone(() => {}) } catch (error) { console.log(error.name, error.code) }
