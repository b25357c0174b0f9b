import { App } from './app.tsx'
import { mount } from './shell/mount.tsx'
import './styles/index.css'

mount(<App />)
