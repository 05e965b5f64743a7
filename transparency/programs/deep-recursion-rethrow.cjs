// An error that travels through a thousand frames with finally blocks.
let finals = 0
function down (n) { try { if (n === 0) throw new Error('bottom'); down(n - 1) } finally { finals++ } }
for (let i = 0; i < 3; i++) try { down(1000) } catch (error) { console.log(error.message, finals) }
function rethrow (n) { try { if (n === 0) throw new Error('again'); rethrow(n - 1) } catch (error) { throw error } }
try { rethrow(300) } catch (error) { console.log(error.message, error.stack.split('\n').length) }
rethrow(5)
