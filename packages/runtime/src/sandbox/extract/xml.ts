import { Parser } from 'htmlparser2';

type Attributes = Readonly<Record<string, string>>;
type Walker = {
  open?: (name: string, attributes: Attributes) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
};

/** Goes through XML from its beginning to its end. Entities that the document defines itself are not followed. */
export function walkXml(xml: string, walker: Walker): void {
  walk(xml, walker, true);
}

/** The same for HTML. */
export function walkHtml(html: string, walker: Walker): void {
  walk(html, walker, false);
}

function walk(source: string, { open, text, close }: Walker, xmlMode: boolean): void {
  const parser = new Parser(
    {
      onopentag: (name, attributes) => open?.(name, attributes),
      ontext: (data) => text?.(data),
      onclosetag: (name) => close?.(name),
    },
    { xmlMode, decodeEntities: true },
  );
  parser.end(source);
}
