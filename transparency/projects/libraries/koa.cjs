const Koa = require('koa')
const http = require('node:http')
const app = new Koa()
app.on('error', (error, ctx) => console.log('error event', error.message, error.status, ctx?.path))
app.use(async (ctx, next) => { if (ctx.path !== '/caught') return next(); try { await next() } catch (error) { ctx.status = 502; ctx.body = error.message } })
app.use(async ctx => {
  if (ctx.path === '/ok') ctx.body = { a: 1 }
  if (ctx.path === '/throw' || ctx.path === '/caught') throw new TypeError('thrown')
  if (ctx.path === '/ctx') ctx.throw(418, 'teapot', { field: 1 })
  if (ctx.path === '/assert') ctx.assert(false, 401, 'who?')
  if (ctx.path === '/text') throw 'text'
  if (ctx.path === '/stream') ctx.body = require('node:fs').createReadStream('/nowhere')
  if (ctx.path === '/enoent') throw Object.assign(new Error('not there'), { code: 'ENOENT' })
})
const server = app.listen(0, '127.0.0.1', async () => {
  const get = path => new Promise(resolve => http.get({ host: '127.0.0.1', port: server.address().port, path, agent: false }, res => { let t = ''; res.on('data', d => { t += d }).on('end', () => resolve([path, res.statusCode, t])) }).on('error', e => resolve([path, e.code])))
  for (const path of ['/ok', '/throw', '/caught', '/ctx', '/assert', '/text', '/stream', '/enoent', '/none']) console.log(await get(path))
  server.close()
})
