test('never', () => {})
throw new Error('while the file is loaded')
