// flags: --permission --allow-fs-read=*
// nodes: 22
// Without write permission the program is as it would be.
const fs = require('node:fs')
console.log(process.permission?.has('fs.write'))
try { fs.writeFileSync('x', '') } catch (error) { console.log(error.code) }
try { require('node:child_process').spawnSync('true') } catch (error) { console.log(error.code) }
try { new (require('node:worker_threads').Worker)('', { eval: true }) } catch (error) { console.log(error.code) }
process.on('exit', code => console.log('exit', code))
throw new Error('without permissions')
