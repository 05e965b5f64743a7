// Between two microtasks of the program there is none of anybody else.
const order = []
function chain (name, left) { if (left > 0) return Promise.resolve().then(() => { order.push(name + left); try { null.x } catch {} return chain(name, left - 1) }) }
Promise.all([chain('a', 20), chain('b', 20), (async () => { for (let i = 0; i < 20; i++) { order.push(`c${i}`); try { await Promise.reject(new Error('x')) } catch {} } })()]).then(() => console.log(order.join(' ')))
