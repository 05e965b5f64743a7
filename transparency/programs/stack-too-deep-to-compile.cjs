// Code nested too deeply to compile, and too many arguments of one call: errors that a program can catch.
try { new Function(`return ${'('.repeat(1e5)}${')'.repeat(1e5)}`) } catch (error) { console.log(error.name) }
try { [].push(...new Array(500_000).fill(0)); console.log('pushed') } catch (error) { console.log(error.name) }
