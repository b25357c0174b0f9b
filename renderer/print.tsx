import { jobOf } from './features/print/job-of.ts'
import { PrintPage } from './features/print/print-page.tsx'
import { mount } from './shell/mount.tsx'
import './styles/index.css'
import './styles/print.css'

mount(<PrintPage job={jobOf(location.search)} />)
