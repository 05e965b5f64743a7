import { testShop } from './shop-tests'

testShop({ app: 'koa-3', entry: 'app.js', route: '/orders/:id', hasParams: true, hasStock: true })
