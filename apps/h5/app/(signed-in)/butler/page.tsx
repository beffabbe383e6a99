import { ButlerPage } from '../../../parts/butler-page.tsx';

export default ButlerPage;
