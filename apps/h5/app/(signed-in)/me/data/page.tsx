import { DataPage } from '../../../../parts/data-page.tsx';

export default DataPage;
