import { NotFound } from '../parts/not-found.tsx';

export default NotFound;
