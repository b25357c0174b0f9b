import { HotPanel } from './features/hot/hot-panel.tsx'
import { mount } from './shell/mount.tsx'
import './styles/index.css'

mount(<HotPanel />)
