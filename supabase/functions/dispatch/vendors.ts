import type { ChannelAccess } from '../_shared/credentials.ts'
import { messenger } from './messenger.ts'
import type { Vendor } from './outgoing.ts'
import { smtp } from './smtp.ts'
import { twilio } from './twilio.ts'
import { web } from './web.ts'
import { whatsapp } from './whatsapp.ts'

/** Who sends a channel's messages. WhatsApp goes through Twilio where the channel has Twilio's credentials. */
export function vendorOf({ platform, credentials }: ChannelAccess): Vendor | null {
  switch (platform) {
    case 'sms':
      return twilio
    case 'whatsapp':
      return credentials['account_sid'] ? twilio : whatsapp
    case 'facebook':
    case 'instagram':
      return messenger
    case 'email':
      return smtp
    case 'web':
      return web
    default:
      return null
  }
}
