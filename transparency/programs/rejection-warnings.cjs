// flags: --unhandled-rejections=warn --trace-warnings
// Warnings with their stacks.
process.on('warning', ({ name, message }) => console.log(name, message))
const late = Promise.reject(new Error('late'))
Promise.reject(new Error('never'))
setTimeout(() => late.catch(() => {}), 20)
