interface LogoProps {
  size?: number
}

/** A sounding line: the lead that finds the depth. */
export function Logo({ size = 28 }: LogoProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- drawn here, so that it takes the theme's colours
      role="img"
      aria-label="Leadline"
      className="keep-color shrink-0"
    >
      <rect width="32" height="32" rx="9" className="fill-accent" />
      <g fill="none" stroke="white" strokeWidth="2.5" strokeLinecap="round">
        <path d="M16 6.5v9" />
        <path d="M12.5 8.5h7M13.5 12.5h5" opacity="0.6" />
      </g>
      <path d="M16 15.2c3 3.3 4.6 5.4 4.6 7.4a4.6 4.6 0 0 1-9.2 0c0-2 1.6-4.1 4.6-7.4z" fill="white" />
    </svg>
  )
}
