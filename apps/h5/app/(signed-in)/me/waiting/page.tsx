import { WaitingPage } from '../../../../parts/waiting-page.tsx';

export default WaitingPage;
