import { testShop } from './shop-tests'

testShop({ app: 'hono', entry: 'app.mjs', hasPost: true })
