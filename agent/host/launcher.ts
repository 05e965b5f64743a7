/** Programs that start the real one and pass its failure on. One bug, one crash: theirs is not recorded. */
const LAUNCHERS = new RegExp([
  String.raw`[\\/]node_modules[\\/](?:npm|pnpm|yarn|corepack|nodemon|npm-run-all2?|concurrently|cross-env|dotenv-cli|env-cmd|c8|nyc|turbo|nx|lerna|wireit|forever|ts-node-dev|node-dev)[\\/]`,
  // Its `lib/ProcessContainer…js` become the program.
  String.raw`[\\/]node_modules[\\/]pm2[\\/](?!lib[\\/]ProcessContainer)`,
  String.raw`[\\/]node_modules[\\/]tsx[\\/]dist[\\/]cli\.[mc]?js$`,
  String.raw`[\\/]node_modules[\\/]faultsnap[\\/]dist[\\/]cli\.mjs$`,
  String.raw`[\\/](?:npm-cli|npx-cli|yarn|pnpm|pnpx|corepack)\.[mc]?js$`,
  String.raw`[\\/]\.yarn[\\/]releases[\\/]yarn-[^\\/]+\.cjs$`,
  String.raw`[\\/]\.bin[\\/](?:npm|npx|pnpm|pnpx|yarn|nodemon|tsx|concurrently|cross-env|c8|nyc|turbo|nx|lerna)$`,
  String.raw`[\\/](?:npm|npx|pnpm|pnpx|yarn|yarnpkg|corepack|nodemon|tsx)$`,
].join('|'))

/** Whether this process is a package manager, a watcher or another launcher, or Node's own `--watch` or `--test` parent. */
export function isLauncher (argv: readonly string[] = process.argv, execArgv: readonly string[] = process.execArgv): boolean {
  if (execArgv.includes('--test') && !isTestedHere(execArgv) && process.env.NODE_TEST_CONTEXT === undefined) return true
  if (execArgv.some(argument => /^--watch(?:-path)?(?:=|$)/.test(argument)) && process.env.WATCH_REPORT_DEPENDENCIES === undefined) return true
  return argv[1] !== undefined && LAUNCHERS.test(argv[1])
}

/** `node --test` that runs all files in its own process. */
function isTestedHere (execArgv: readonly string[]): boolean {
  return execArgv.some((argument, index) => {
    const [flag, value = execArgv[index + 1]] = argument.split('=')
    return /^--(?:experimental-)?test-isolation$/.test(flag!) && value === 'none'
  })
}

/** Whether a file watcher may have started this program, by a glance that costs nothing: forked, under npm or nodemon's PATH, pm2, `node --watch`. */
export function mayBeWatched (): boolean {
  const { pm_id: pm2, WATCH_REPORT_DEPENDENCIES: node, PATH = '' } = process.env
  return pm2 !== undefined || node !== undefined || (process as { channel?: unknown }).channel != null || /^[^:;]*[\\/]node_modules[\\/]\.bin[:;]/.test(PATH)
}
