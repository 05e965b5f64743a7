// Stores crashes as a process of its own: node --import tsx store.ts <repository> <capturedAt> <id> …
import { packCrash } from '../../src/pack/pack-crash'
import { sampleRecord } from '../pack/sample-record'

const [repositoryDir, capturedAt, ...ids] = process.argv.slice(2)

async function main (): Promise<void> {
  for (const id of ids) await packCrash(sampleRecord(repositoryDir!, { id, capturedAt: capturedAt! }))
}
void main()
