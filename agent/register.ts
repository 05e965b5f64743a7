/** The preload: `node -r faultsnap/register`, `--import`, or through NODE_OPTIONS. Idempotent; never throws. */
import { installAgent } from './install'

installAgent()
