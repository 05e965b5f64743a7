// Children that fail, are killed, time out, cannot be started; IPC and its errors.
const { spawn, spawnSync, exec, execFile, execFileSync, execSync, fork } = require('node:child_process')
const { once } = require('node:events')
const clean = text => String(text).replaceAll(/^\[FaultSnap\].*\n/gm, '')
const node = process.execPath
const show = (name, error) => console.log(name, error?.code, error?.signal, error?.killed, error?.status, clean(error?.stderr ?? '').split('\n').slice(0, 5).join('|'))
const answer = m => {
  if (m === 'throw') throw new Error('told to')
  process.send({ m, listeners: process.eventNames() })
}
if (process.argv[2] === 'child') process.on('message', answer)
else (async () => {
  for (const program of ['process.exit(3)', 'throw new Error("child")', 'process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 999)', 'setInterval(() => {}, 99)']) {
    await new Promise(resolve => execFile(node, ['-e', program], { timeout: program.includes('setInterval') ? 1000 : 30_000 }, (error, stdout, stderr) => { show('execFile', Object.assign(error ?? {}, { stderr })); resolve() }))
    const { status, signal, error, stderr } = spawnSync(node, ['-e', program], { timeout: program.includes('setInterval') ? 1000 : 30_000, encoding: 'utf8' })
    console.log('spawnSync', status, signal, error?.code, clean(stderr).split('\n').slice(0, 5).join('|'))
  }
  try { execFileSync(node, ['-e', 'console.error("said"); process.exit(2)'], { stdio: 'pipe' }) } catch (error) { show('execFileSync', error) }
  try { execSync('exit 5', { stdio: 'pipe' }) } catch (error) { show('execSync', error) }
  exec('exit 6', error => show('exec', error))
  const missing = spawn('no-such-program')
  show('missing', (await once(missing, 'error'))[0])
  const controller = new AbortController()
  const aborted = spawn(node, ['-e', 'setInterval(() => {}, 99)'], { signal: controller.signal })
  setTimeout(() => controller.abort(), 300)
  console.log('aborted', (await once(aborted, 'error'))[0].name)
  const child = fork(__filename, ['child'], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  child.send('hello')
  console.log(JSON.stringify((await once(child, 'message'))[0]), child.connected, child.eventNames())
  child.send('throw')
  console.log(await once(child, 'exit'), child.connected, child.exitCode, child.signalCode)
  try { child.send('late') } catch (error) { console.log(error.code) }
  child.on('error', error => console.log(error.code))
})()
