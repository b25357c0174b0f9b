import { mount } from './shell/mount.tsx'
import { PopOut } from './shell/pop-out.tsx'
import './styles/index.css'

const id = new URLSearchParams(location.search).get('conversation') ?? ''

mount(<PopOut id={id} />, id)
