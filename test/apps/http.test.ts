import { testShop } from './shop-tests'

testShop({ app: 'http', entry: 'app.js' })
