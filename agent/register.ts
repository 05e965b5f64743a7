/** The preload: `node -r faultsnap/register`, `--import`, or through NODE_OPTIONS. Idempotent; never throws. */
import { loadAgent } from './realm'

try { loadAgent().installAgent() } catch { /* A recorder that cannot start is none. */ }
