import { FilesPage } from '../../../../parts/files-page.tsx';

export default FilesPage;
