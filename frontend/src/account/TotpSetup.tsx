import { useState } from 'react';
import { Dialog } from '../ui/Dialog.tsx';
import { TotpCodes } from './TotpCodes.tsx';
import { TotpPassword } from './TotpPassword.tsx';
import { TotpScan, type TotpSecret } from './TotpScan.tsx';

interface Props {
  onClose: () => void;
  /** From now on it is asked for; the recovery codes are still to be shown. */
  onEnabled: () => void;
}

type Step = { at: 'password' } | { at: 'scan'; secret: TotpSecret } | { at: 'codes'; codes: string[] };

const titles = {
  password: 'Set up two-step sign-in',
  scan: 'Add it to your app',
  codes: 'Keep your recovery codes',
};

/** Password, then the code to scan, then a first code back, then the recovery codes. */
export function TotpSetup({ onClose, onEnabled }: Props) {
  const [step, setStep] = useState<Step>({ at: 'password' });
  return (
    <Dialog
      title={titles[step.at]}
      onClose={onClose}
      wide={step.at !== 'password'}
      sticky={step.at === 'codes'}
    >
      {step.at === 'password' && (
        <TotpPassword onCancel={onClose} onBegun={(secret) => setStep({ at: 'scan', secret })} />
      )}
      {step.at === 'scan' && (
        <TotpScan
          secret={step.secret}
          onCancel={onClose}
          onConfirmed={(codes) => {
            setStep({ at: 'codes', codes });
            onEnabled();
          }}
        />
      )}
      {step.at === 'codes' && <TotpCodes codes={step.codes} onDone={onClose} />}
    </Dialog>
  );
}
