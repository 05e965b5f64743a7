import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const WINDOWS_ROOTS = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap(name => process.env[name] ?? [])

/** The system's Chromium or Chrome: `CHROME_PATH`, what is on the PATH, or where each platform installs it. */
export function findChromium (): string | undefined {
  return find(process.env['CHROME_PATH'], ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'], [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ...WINDOWS_ROOTS.map(root => join(root, 'Google/Chrome/Application/chrome.exe')),
    ...WINDOWS_ROOTS.map(root => join(root, 'Microsoft/Edge/Application/msedge.exe')),
  ])
}

/** The system's Firefox: `FIREFOX_PATH`, what is on the PATH, or where each platform installs it. */
export function findFirefox (): string | undefined {
  return find(process.env['FIREFOX_PATH'], ['firefox', 'firefox-esr'], [
    '/Applications/Firefox.app/Contents/MacOS/firefox', ...WINDOWS_ROOTS.map(root => join(root, 'Mozilla Firefox/firefox.exe')),
  ])
}

function find (named: string | undefined, commands: string[], places: string[]): string | undefined {
  if (named !== undefined && named !== '') return named
  const ending = process.platform === 'win32' ? '.exe' : ''
  const onPath = commands.flatMap(command => (process.env['PATH'] ?? '').split(delimiter).map(dir => join(dir, command + ending)))
  return [...onPath, ...places].find(file => existsSync(file))
}
