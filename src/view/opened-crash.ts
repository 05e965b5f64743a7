import type { Capsule } from '../capsule/read'
import type { Manifest } from '../model'

/**
 * A crash that can be shown: an opened capsule, or one that is just being packed, whose manifest does not list its entries yet.
 */
export type OpenedCrash = Omit<Capsule, 'file' | 'manifest'> & { manifest: Omit<Manifest, 'entries'> }
